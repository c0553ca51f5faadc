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
        spacing: Theme.px(page.low ? 8 : 20)

        RowLayout {
            visible: !page.low
            spacing: Theme.wide
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true
                Label {
                    text: page.view.title
                    font.pixelSize: Theme.title
                    font.bold: true
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
                Label {
                    text: [page.view.pageText, page.view.hint].filter(part => part !== "").join(" · ")
                    color: Theme.ink2
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
            }
            StatusChip {
                visible: text !== ""
                text: page.view.savedText
                glyph: "check"
                tone: "ok"
                Layout.alignment: Qt.AlignBottom
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
