pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The papers to sign by name, where their pictures find no room: a touch shows one large.
Flow {
    id: names

    required property var view
    signal showNumbers

    spacing: Theme.gap

    Repeater {
        model: names.view.papers
        delegate: QuietButton {
            id: paper
            required property var modelData
            required property int index
            property bool large: false
            objectName: "paper-" + index
            glyph: "search"
            textSize: Theme.body
            leftPadding: Theme.gap
            rightPadding: Theme.gap
            text: modelData.short
            ink: Theme.priDark
            Accessible.name: qsTr("放大看 %1").arg(text)
            onActivated: large = true

            PaperLarge {
                url: paper.large ? paper.modelData.url : ""
                visible: paper.large
                onClosed: paper.large = false
            }
        }
    }
    QuietButton {
        objectName: "showNumbers"
        visible: names.view.papers.length > 0
        textSize: Theme.body
        leftPadding: Theme.gap
        rightPadding: Theme.gap
        glyph: names.view.bare ? "eye-off" : "eye"
        text: names.view.numbersText
        ink: Theme.priDark
        border: Theme.pri
        onActivated: names.showNumbers()
    }
}
