pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// The upper half while all controls are lowered: where am I, who is there. To be looked at, not to be pressed.
Rectangle {
    id: show

    required property var frame
    required property var call
    required property var frames
    readonly property bool talks: frame.seatTile || frame.page === "call"

    color: Theme.bar

    ColumnLayout {
        anchors { fill: parent; margins: Theme.margin }
        spacing: Theme.px(32)

        RowLayout {
            visible: !(show.talks && show.call.hearing)
            spacing: Theme.wide
            Image {
                source: "image://icons/house-logo"
                sourceSize: Qt.size(Theme.em(96), Theme.em(96))
                Accessible.ignored: true
            }
            ColumnLayout {
                spacing: 0
                Label {
                    text: qsTr("政务晓屋")
                    font.pixelSize: Theme.em(48)
                    font.bold: true
                }
                Label {
                    text: show.frame.kioskText
                    color: Theme.ink2
                }
            }
        }
        StepLine {
            visible: show.frame.step > 0
            steps: show.frame.steps
            step: show.frame.step
            Layout.fillWidth: true
        }
        Flow {
            spacing: Theme.gap
            Layout.fillWidth: true
            CallClock {
                visible: text !== ""
                frame: show.frame
            }
            StatusChip {
                visible: text !== ""
                pill: true
                glyph: "phone"
                tone: "pri"
                text: show.frame.handsetText
            }
            StatusChip {
                visible: text !== ""
                pill: true
                dot: show.frame.linkUp
                glyph: show.frame.linkUp ? "" : "warning"
                tone: show.frame.linkUp ? "ok" : "warn"
                text: show.frame.linkText
            }
        }
        Item {
            visible: company.any
            implicitHeight: company.height
            Layout.fillWidth: true
            CompanyStrip {
                id: company
                people: show.frame.company
                thin: true
                intents: null
                width: parent.width
            }
        }
        Loader {
            active: show.talks
            visible: active
            Layout.fillWidth: true
            Layout.fillHeight: true
            sourceComponent: CallStage {
                view: show.call
                frames: show.frames
                quiet: show.call.hearing
            }
        }
        HearingCard {
            visible: show.talks && show.call.hearing
            view: show.call
            lines: 4
            Layout.fillWidth: true
        }
        Item {
            visible: !show.talks
            Layout.fillHeight: true
        }
        Label {
            visible: !show.talks
            text: qsTr("按钮都放到下面了，坐着也够得到。")
            font.pixelSize: Theme.lead
            color: Theme.ink2
            Layout.fillWidth: true
        }
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.edge
        color: Theme.line
    }
}
