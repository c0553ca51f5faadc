pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Name and number by hand. With the keyboard up only the two lines stay.
ColumnLayout {
    id: lines

    required property var view
    required property var intents
    property bool low: false

    spacing: Theme.px(lines.low ? 8 : 20)

    Prose {
        visible: !lines.low
        text: lines.view.title
        font.pixelSize: Theme.question
        font.bold: true
        maximumLineCount: 3
        tight: true
        Layout.fillWidth: true
    }
    Prose {
        visible: !lines.low
        text: lines.view.text
        font.pixelSize: Theme.lead
        color: Theme.ink2
        maximumLineCount: 4
        Layout.fillWidth: true
    }
    TroubleNote {
        visible: lines.view.troubleText !== ""
        text: lines.view.troubleText
        Layout.fillWidth: true
    }
    FormFields {
        fields: lines.view.fields
        intents: lines.intents
        focusName: lines.view.focusField
        columns: Theme.portrait || width < Theme.px(1100) ? 1 : 2
        Layout.rightMargin: -Theme.px(20)
        Layout.fillWidth: true
        Layout.fillHeight: true
    }
    Prose {
        visible: !lines.low
        text: lines.view.privacyText
        color: Theme.ink3
        maximumLineCount: 3
        Layout.fillWidth: true
    }
}
