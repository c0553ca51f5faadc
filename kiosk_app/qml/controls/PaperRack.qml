pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Every page of the papers to sign, side by side, and the button that opens their private numbers.
GridLayout {
    id: rack

    required property var view
    signal showNumbers

    columns: Theme.portrait ? 2 : 1
    columnSpacing: Theme.wide
    rowSpacing: Theme.gap

    PaperSheets {
        id: papers
        papers: rack.view.papers
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    QuietButton {
        objectName: "showNumbers"
        visible: papers.count > 0
        glyph: rack.view.bare ? "eye-off" : "eye"
        text: rack.view.numbersText
        ink: Theme.priDark
        border: Theme.pri
        Layout.fillWidth: !Theme.portrait
        Layout.maximumWidth: Theme.portrait ? Theme.em(300) : Infinity
        onActivated: rack.showNumbers()
    }
}
