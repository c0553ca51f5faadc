pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// What is being spelled and the words it may mean; without letters, the name of the field and the ways of writing.
RowLayout {
    id: bar

    objectName: "candidates"

    required property var keyboard
    property string label
    property bool ways: true
    property string trouble
    property bool expanded: false
    readonly property bool large: ["rare", "code", "hand", "stroke"].includes(keyboard.language)
    readonly property bool busy: keyboard.composing !== "" || keyboard.candidates.length > 0
    readonly property real size: Theme.zoomed ? Theme.px(56) : Theme.body
    signal hideWanted
    signal expandWanted

    height: Theme.px(Theme.zoomed ? large ? 176 : 140 : Theme.elder ? 120 : 92)
    spacing: Theme.gap

    Item {
        visible: !bar.busy
        Layout.fillWidth: true
        Layout.fillHeight: true
        Label {
            anchors.fill: parent
            visible: bar.trouble !== "" || implicitWidth <= parent.width
            text: bar.trouble !== "" ? bar.trouble : bar.label
            color: bar.trouble !== "" ? Theme.badText : Theme.ink2
            font.pixelSize: bar.size
            font.bold: bar.trouble !== ""
            Accessible.role: Accessible.StaticText
            Accessible.name: text
            wrapMode: bar.trouble !== "" ? Text.Wrap : Text.NoWrap
            maximumLineCount: 2
            tight: true
            verticalAlignment: Text.AlignVCenter
        }
    }
    WayTabs {
        visible: !bar.busy && bar.ways && bar.trouble === ""
        keyboard: bar.keyboard
        room: bar.width - hide.width - 2 * bar.spacing
    }
    Label {
        visible: bar.keyboard.composing !== ""
        text: bar.keyboard.composing
        color: Theme.ink2
        font.pixelSize: bar.size
        wrapMode: Text.NoWrap
        elide: Text.ElideLeft
        Layout.maximumWidth: Theme.px(Theme.portrait ? 260 : 420)
    }
    ListView {
        id: list
        cacheBuffer: 0
        visible: bar.busy
        Layout.fillWidth: true
        Layout.fillHeight: true
        orientation: ListView.Horizontal
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        model: bar.keyboard.candidates
        onModelChanged: positionViewAtBeginning()
        delegate: Candidate {
            height: list.height
            large: bar.large
            onChosen: index => bar.keyboard.choose(index)
        }
    }
    PressButton {
        objectName: "key-more"
        visible: bar.busy && (bar.expanded || list.contentWidth > list.width)
        glyph: "more"
        rotation: bar.expanded ? 180 : 0
        describedAs: bar.expanded ? qsTr("回到按键") : qsTr("更多字词")
        ink: Theme.pri
        fill: "transparent"
        border: "transparent"
        leftPadding: 0
        rightPadding: 0
        onActivated: bar.expandWanted()
    }
    PressButton {
        id: hide
        objectName: "key-hide"
        text: qsTr("收起")
        ink: Theme.ink2
        fill: "transparent"
        border: "transparent"
        textSize: bar.size
        leftPadding: Theme.px(Theme.portrait ? 4 : 20)
        rightPadding: leftPadding
        onActivated: bar.hideWanted()
    }
}
