pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One question over everything: call, waiting, call lost, leave, still there?
Item {
    id: overlay

    required property var frame
    required property var intents
    required property var call
    property real reachTop: 0
    readonly property string kind: frame.overlay
    property alias card: sheet
    readonly property bool flat: reachTop > 0
    readonly property bool talks: frame.callState === "connected"
    readonly property real talkRoom: talks && Theme.portrait ? Theme.target + Theme.gap : 0

    visible: kind !== ""

    Rectangle {
        anchors.fill: parent
        color: Theme.veil
    }
    MouseArea {
        anchors.fill: parent
        preventStealing: true
        onWheel: wheel => wheel.accepted = true
    }

    // The official goes on talking while something is asked.
    Rectangle {
        visible: overlay.talkRoom > 0
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: overlay.talkRoom + Theme.px(32)
        color: Theme.bar
    }
    Loader {
        active: overlay.talks
        anchors { right: parent.right; rightMargin: Theme.portrait ? Theme.margin : Theme.px(40) }
        y: Theme.portrait ? parent.height - height - Theme.px(24) : Math.round((parent.height - height) / 2)
        width: Theme.portrait ? parent.width - 2 * Theme.margin : Theme.px(200)
        sourceComponent: TalkKeys {
            view: overlay.call
            intents: overlay.intents
            ends: true
            columns: Theme.portrait ? 3 : 1
        }
    }
    Card {
        id: sheet
        readonly property real edge: Theme.px(overlay.flat ? 32 : 56)
        readonly property real foot: overlay.height - overlay.talkRoom
        readonly property real space: Theme.px(24)
        anchors.horizontalCenter: parent.horizontalCenter
        // With lowered controls long words may stand higher; what is pressed stays below.
        y: Math.min(foot - space - height, Math.round((overlay.reachTop + foot - height) / 2))
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(Theme.elder && !Theme.portrait ? 1360 : 1120))
        height: Math.min(foot - 2 * space, column.implicitHeight + 2 * edge)
        radius: Theme.radiusHuge
        border.color: Theme.contrast ? Theme.pri : Theme.line
        Accessible.role: Accessible.Dialog
        Accessible.name: overlay.frame.overlayTitle

        ColumnLayout {
            id: column
            anchors { fill: parent; margins: sheet.edge }
            spacing: Theme.px(overlay.flat ? 12 : 20)

            RowLayout {
                spacing: Theme.px(32)
                Image {
                    visible: source.toString() !== ""
                    source: overlay.frame.overlayPicture
                    cache: false
                    sourceSize.width: Theme.px(360)
                    smooth: false
                    Layout.minimumWidth: Theme.px(360)
                    Layout.minimumHeight: Theme.px(360)
                    Layout.alignment: Qt.AlignTop
                    Accessible.name: overlay.frame.overlayText
                }
                OverlayMark {
                    visible: overlay.frame.overlayPicture === ""
                    kind: overlay.kind
                    seconds: overlay.frame.overlaySeconds
                    Layout.alignment: Qt.AlignTop
                }
                ColumnLayout {
                    spacing: Theme.px(12)
                    Prose {
                        text: overlay.frame.overlayTitle
                        font.pixelSize: Theme.em(44)
                        font.bold: true
                        maximumLineCount: 5
                        Layout.fillWidth: true
                    }
                    Prose {
                        visible: text !== ""
                        text: overlay.frame.overlayText
                        font.pixelSize: Theme.lead
                        color: Theme.ink2
                        maximumLineCount: 9
                        Layout.fillWidth: true
                    }
                }
            }
            Repeater {
                model: overlay.frame.overlayPoints
                delegate: RowLayout {
                    id: point
                    required property var modelData
                    spacing: Theme.px(24)
                    Layout.leftMargin: Theme.portrait ? 0 : Theme.em(112) + Theme.px(32)
                    LineIcon {
                        name: point.modelData.icon
                        colour: Theme.textOf("acc")
                        size: Theme.em(44)
                    }
                    Prose {
                        text: point.modelData.text
                        font.pixelSize: Theme.lead
                        font.bold: true
                        maximumLineCount: 3
                        Layout.fillWidth: true
                    }
                }
            }
            GridLayout {
                visible: facts.count > 0
                columns: Theme.portrait ? 1 : 2
                columnSpacing: Theme.gap
                rowSpacing: Theme.gap
                Layout.topMargin: Theme.px(8)
                Repeater {
                    id: facts
                    model: overlay.frame.overlayFacts
                    delegate: FactTile {
                        required property var modelData
                        required property int index
                        label: modelData.label
                        value: modelData.value
                        valueLines: 4
                        color: index > 0 ? Theme.accSoft : Theme.card
                        border.color: index > 0 ? Theme.acc : Theme.line
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        Layout.preferredWidth: 1
                    }
                }
            }
            RowLayout {
                visible: overlay.kind === "callWaiting" && (overlay.frame.overlayPosition > 0 || overlay.frame.overlayEstimate !== "")
                spacing: Theme.gap
                Layout.topMargin: Theme.px(8)
                FactTile {
                    visible: overlay.frame.overlayPosition > 0
                    label: qsTr("排在您前面")
                    value: qsTr("%1 位").arg(Math.max(0, overlay.frame.overlayPosition - 1))
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                }
                FactTile {
                    visible: overlay.frame.overlayEstimate !== ""
                    label: qsTr("预计等待")
                    value: overlay.frame.overlayEstimate
                    valueLines: 3
                    Layout.fillWidth: true
                    Layout.preferredWidth: 2
                }
            }
            Item { Layout.fillHeight: true }
            OverlayKeys {
                frame: overlay.frame
                intents: overlay.intents
                flat: overlay.flat
                Layout.topMargin: Theme.px(overlay.flat ? 0 : 16)
            }
        }
    }
}
