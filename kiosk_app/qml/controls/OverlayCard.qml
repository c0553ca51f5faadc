pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// One question over everything: call, waiting, call lost, leave, still there?
Item {
    id: overlay

    required property var frame
    required property var intents
    property real reachTop: 0
    readonly property string kind: frame.overlay
    property alias card: sheet
    readonly property bool calls: kind.startsWith("call")
    readonly property bool both: frame.overlayYes !== "" && frame.overlayOther !== ""
    readonly property bool three: both && frame.overlayNo !== ""
    readonly property bool flat: reachTop > 0
    readonly property bool pairs: three && flat // no room there for three, one below the other

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

    Card {
        id: sheet
        readonly property real edge: Theme.px(overlay.flat ? 32 : 56)
        anchors { centerIn: parent; verticalCenterOffset: overlay.reachTop / 2 }
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(Theme.elder && !Theme.portrait ? 1360 : 1120))
        height: Math.min(parent.height - overlay.reachTop - 2 * Theme.px(24), column.implicitHeight + 2 * edge)
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
                    Label {
                        text: overlay.frame.overlayTitle
                        font.pixelSize: Theme.em(44)
                        font.bold: true
                        maximumLineCount: 5
                        Layout.fillWidth: true
                    }
                    Label {
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
                    Label {
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
            GridLayout {
                columns: overlay.pairs ? 2 : Theme.portrait ? 1 : overlay.three ? 3 : 2
                columnSpacing: Theme.wide
                rowSpacing: Theme.gap
                Layout.topMargin: Theme.px(overlay.flat ? 0 : 16)
                PressButton {
                    objectName: "overlayNo"
                    visible: overlay.frame.overlayNo !== ""
                    text: overlay.frame.overlayNo
                    ink: Theme.ink2
                    Layout.row: !Theme.portrait ? 0 : overlay.three && !overlay.pairs ? 2 : 1
                    Layout.column: 0
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onActivated: overlay.intents.overlayNo()
                }
                PressButton {
                    objectName: "overlayOther"
                    visible: text !== ""
                    text: overlay.frame.overlayOther
                    fill: Theme.accSoft
                    border: Theme.acc
                    Layout.row: overlay.both && Theme.portrait ? 1 : 0
                    Layout.column: overlay.pairs ? 1 : Theme.portrait || (overlay.both && !overlay.three) ? 0 : 1
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onActivated: overlay.intents.overlayOther()
                }
                PressButton {
                    objectName: "overlayYes"
                    visible: overlay.frame.overlayYes !== ""
                    text: overlay.frame.overlayYes
                    glyph: overlay.kind === "callConfirm" ? "phone" : ""
                    fill: overlay.kind === "leave" || overlay.kind === "dropRow" ? Theme.bad : overlay.calls ? Theme.acc : Theme.pri
                    border: fill
                    ink: overlay.calls ? Theme.inkOnAcc : Theme.inkOnPri
                    Layout.row: 0
                    Layout.column: Theme.portrait ? 0 : overlay.three ? 2 : 1
                    Layout.columnSpan: overlay.pairs ? 2 : 1
                    Layout.fillWidth: true
                    Layout.preferredWidth: 1
                    onActivated: overlay.intents.overlayYes()
                }
            }
        }
    }
}
