pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The five steps; where the words do not fit, only the current one is spelled out.
Item {
    id: line

    property var steps: []
    property int step: 0

    implicitHeight: Theme.em(44)
    readonly property real room: {
        let wide = 0
        for (let i = 0; i < steps.length; i++)
            wide += metrics.advanceWidth(steps[i].text) * 1.06 + Theme.em(44) + Theme.px(14)
        return wide + (steps.length - 1) * (Theme.px(24) + 2 * row.spacing)
    }
    readonly property bool compact: room > width
    readonly property bool single: compact && width < row.spacing * 12 + Theme.em(44) * 5 + Theme.em(190)
    Accessible.role: Accessible.StaticText
    Accessible.name: step > 0 && step <= steps.length
        ? qsTr("第 %1 步，共 %2 步：%3").arg(step).arg(steps.length).arg(steps[step - 1].text) : ""

    FontMetrics {
        id: metrics
        font.family: Theme.family
        font.pixelSize: Theme.body
        font.bold: true
    }

    RowLayout {
        id: row
        width: Math.min(parent.width, line.compact ? implicitWidth : line.room + Theme.px(4 * 32))
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(14)

        Repeater {
            model: line.steps
            delegate: RowLayout {
                id: entry

                required property int index
                required property var modelData
                readonly property bool done: index + 1 < line.step
                readonly property bool current: index + 1 === line.step

                visible: !line.single || current
                spacing: Theme.px(14)
                Layout.fillWidth: index > 0 && !line.single

                Rectangle {
                    visible: entry.index > 0 && !line.single
                    Layout.fillWidth: true
                    Layout.minimumWidth: Theme.px(24)
                    Layout.preferredWidth: Theme.px(40)
                    implicitHeight: Theme.edgeBold
                    color: entry.done || entry.current ? Theme.ok : Theme.line
                }
                Rectangle {
                    implicitWidth: Theme.em(44)
                    implicitHeight: implicitWidth
                    radius: width / 2
                    color: entry.done ? Theme.ok : entry.current ? Theme.pri : Theme.card
                    border.width: entry.done || entry.current ? 0 : Theme.edgeBold
                    border.color: Theme.line
                    LineIcon {
                        anchors.centerIn: parent
                        visible: entry.done
                        name: "check"
                        colour: Theme.inkOnOk
                        size: Theme.em(28)
                    }
                    Label {
                        anchors.centerIn: parent
                        visible: !entry.done
                        text: entry.index + 1
                        font.bold: true
                        color: entry.current ? Theme.inkOnPri : Theme.ink3
                    }
                }
                Label {
                    visible: !line.compact || entry.current
                    text: entry.modelData.text
                    font.bold: entry.current
                    color: entry.current ? Theme.priDark : entry.done ? Theme.ink2 : Theme.ink3
                    wrapMode: Text.NoWrap
                    elide: Text.ElideNone
                }
            }
        }
    }
}
