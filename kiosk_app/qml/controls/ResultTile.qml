pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// One found item: name with the matching letters lit, who and how long, honest tags.
T.AbstractButton {
    id: tile

    required property var model
    required property int index
    readonly property bool on: model.selected
    // Latin letters are half as wide as a syllable; long tags leave the name no room beside them.
    readonly property real tagged: model.tags.reduce((sum, tag) => sum + tag.text.length / (/^[ -~]+$/.test(tag.text) ? 2 : 1), 0)
    readonly property bool stacked: width < Theme.px(Theme.elder ? 1500 : 1000) || tagged > 12
    signal activated

    objectName: "result-" + model.itemId
    implicitHeight: Math.max(Theme.px(Theme.elder ? 160 : 136), row.implicitHeight + Theme.px(36))
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: model.name + "，" + model.sub
    onClicked: tile.activated()

    // The matching part stands on a warm ground, as with a marker pen.
    function lit(html: string): string {
        return html.replace(/<b>/g, "<font color=\"" + Theme.accText + "\">").replace(/<\/b>/g, "</font>")
    }

    background: Rectangle {
        radius: Theme.radiusBig
        color: tile.down || tile.on ? Theme.priSoft : Theme.card
        border.width: tile.on ? Theme.edgeBold : Theme.edge
        border.color: tile.on ? Theme.pri : Theme.line
    }
    contentItem: Item {
        RowLayout {
            id: row
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
            anchors { leftMargin: Theme.px(36); rightMargin: Theme.px(28) }
            spacing: Theme.wide
            ColumnLayout {
                spacing: 0
                Layout.fillWidth: true
                Label {
                    text: tile.lit(tile.model.nameHtml)
                    textFormat: Text.StyledText
                    font.pixelSize: Theme.em(36)
                    font.bold: true
                    maximumLineCount: 3
                    tight: true
                    Layout.fillWidth: true
                }
                Prose {
                    text: tile.model.sub
                    color: Theme.ink2
                    maximumLineCount: 2
                    tight: true
                    Layout.fillWidth: true
                }
                Flow {
                    visible: tile.stacked
                    spacing: Theme.gap
                    Layout.fillWidth: true
                    Layout.topMargin: Theme.px(6)
                    Repeater {
                        model: tile.stacked ? tile.model.tags : []
                        delegate: StatusChip {
                            required property var modelData
                            text: modelData.text
                            tone: modelData.tone
                        }
                    }
                }
            }
            Repeater {
                model: tile.stacked ? [] : tile.model.tags
                delegate: StatusChip {
                    required property var modelData
                    text: modelData.text
                    tone: modelData.tone
                }
            }
            LineIcon {
                name: "next"
                colour: Theme.ink3
                size: Theme.em(32)
            }
        }
    }
}
