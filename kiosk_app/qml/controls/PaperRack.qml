pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Every page of the papers to sign, side by side, and the button that opens their private numbers.
GridLayout {
    id: rack

    required property var view
    property bool low: false
    signal showNumbers

    columns: Theme.portrait ? 2 : 1
    columnSpacing: Theme.wide
    rowSpacing: Theme.gap

    ListView {
        id: papers
        cacheBuffer: 0
        model: rack.view.papers
        orientation: ListView.Horizontal
        spacing: Theme.wide
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Layout.fillWidth: true
        Layout.fillHeight: true
        delegate: PaperSheet {
            required property var modelData
            required property int index
            objectName: "paper-" + index
            url: modelData.url
            titled: !rack.low
            title: modelData.page === "" ? modelData.title : modelData.title + " · " + modelData.page
            height: papers.height
            width: papers.count === 1 ? papers.width : Math.max(Theme.px(240), Math.min(papers.width * 0.84, height * 0.74))
        }
        PaperSheet {
            anchors.fill: parent
            visible: papers.count === 0
        }
    }
    QuietButton {
        objectName: "showNumbers"
        visible: papers.count > 0 && !rack.low
        glyph: rack.view.bare ? "eye-off" : "eye"
        text: rack.view.numbersText
        ink: Theme.priDark
        border: Theme.pri
        Layout.fillWidth: !Theme.portrait
        Layout.maximumWidth: Theme.portrait ? Theme.em(300) : Infinity
        onActivated: rack.showNumbers()
    }
}
