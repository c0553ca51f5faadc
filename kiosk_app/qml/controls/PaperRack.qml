pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Every page of the papers to sign, side by side, and the button that opens their private numbers.
ColumnLayout {
    id: rack

    required property var view
    signal showNumbers

    spacing: Theme.gap

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
        Layout.fillWidth: true
        onActivated: rack.showNumbers()
    }
}
