pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// A page of the form. With the keyboard up only the fields stay, so two rows remain in sight.
PageArea {
    id: page

    readonly property bool low: height < Theme.px(560)

    ColumnLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 16 : 36); bottomMargin: Theme.px(12) }
        spacing: Theme.px(page.low ? 8 : Theme.portrait ? 28 : 20)

        ColumnLayout {
            visible: !page.low
            spacing: 0
            RowLayout {
                spacing: Theme.wide
                Label {
                    text: page.view.title
                    font.pixelSize: Theme.title
                    font.bold: true
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
                StatusChip {
                    visible: text !== ""
                    text: page.view.savedText
                    glyph: "check"
                    tone: "ok"
                }
            }
            Prose {
                text: Theme.dotted([page.view.pageText, page.view.hint])
                color: Theme.ink2
                maximumLineCount: 2
                Layout.fillWidth: true
            }
        }
        FormBody {
            view: page.view
            intents: page.intents
            Layout.rightMargin: -Theme.px(20)
            columns: Theme.portrait || Theme.elder || width < Theme.px(1100) ? 1 : 2
            Layout.fillWidth: true
            Layout.fillHeight: true
        }
    }
}
