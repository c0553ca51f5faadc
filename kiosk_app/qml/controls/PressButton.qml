pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import QtQuick.Templates as T
import ".."

// What all buttons share: size, press feedback within a frame, and a guard against the second press.
T.AbstractButton {
    id: control

    property string glyph
    property string glyphAfter
    property color fill: Theme.card
    property color ink: Theme.ink
    property color border: Theme.line
    property real textSize: Theme.lead
    property real round: Theme.radius
    property bool bold: true
    property int lines: 2
    property string under
    property string describedAs: text
    readonly property bool resting: guard.resting
    // What cannot be pressed now lies flat, without an edge (on black with a dim one), in thin words that can still be read.
    readonly property color words: enabled ? ink : Theme.inkOff
    // What fits into one line stands large, or a little smaller; what wraps stands smaller, so that two lines keep clear
    // of the edge.
    readonly property real wordsWidth: Math.ceil(Math.max(metrics.advanceWidth, metrics.boundingRect.x + metrics.boundingRect.width)) + 2
    readonly property real iconWidth: glyph === "" ? 0 : Math.round(textSize * 1.15) + row.spacing
    readonly property bool wraps: width > 0 && wordsWidth + iconWidth + leftPadding + rightPadding > width + 1
    readonly property real room: availableWidth - iconWidth - (glyphAfter === "" ? 0 : textSize + row.spacing)
    readonly property real fitting: Math.floor(textSize * (room - 4) / wordsWidth)
    readonly property real wordsSize: !wraps ? textSize : Math.max(fitting, Math.min(textSize, Theme.em(30)))
    signal activated

    implicitWidth: Math.max(Theme.target, implicitContentWidth + leftPadding + rightPadding)
    implicitHeight: Math.max(Theme.target, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.px(36)
    rightPadding: Theme.px(36)
    topPadding: 0
    bottomPadding: 0
    focusPolicy: Qt.TabFocus
    Accessible.role: Accessible.Button
    Accessible.name: describedAs

    onClicked: if (guard.admits()) control.activated()

    PressGuard { id: guard; button: control }
    TextMetrics {
        id: metrics
        text: control.text
        font.family: Theme.family
        font.pixelSize: control.textSize
        font.bold: control.bold
    }

    // How wide the words are when they are broken into lines: they stand beside their icon, not across the room.
    Label {
        id: broken
        visible: false
        text: control.wraps ? control.text : ""
        width: control.room
        font.pixelSize: control.wordsSize
        font.bold: control.bold
    }

    background: Rectangle {
        radius: control.round
        color: !control.enabled ? Theme.off : control.down ? Qt.darker(control.fill, Theme.contrast ? 1.6 : 1.12) : control.fill
        border.width: control.enabled || Theme.contrast ? Theme.edge : 0
        border.color: control.enabled ? control.border : Theme.lineOff
    }

    contentItem: Item {
        // As if nothing wrapped: a width that follows the wrapping would never grow back.
        implicitWidth: Math.max(control.text === "" ? 0 : control.wordsWidth, under.visible ? under.implicitWidth : 0)
            + (control.text === "" ? Math.max(0, control.iconWidth - row.spacing) : control.iconWidth)
            + (control.glyphAfter === "" ? 0 : control.textSize + row.spacing)
        implicitHeight: row.implicitHeight

        RowLayout {
            id: row
            anchors.centerIn: parent
            width: Math.min(implicitWidth, parent.width)
            spacing: Theme.px(14)

            LineIcon {
                visible: control.glyph !== ""
                name: control.glyph
                colour: control.words
                size: Math.round(control.textSize * 1.15)
            }
            ColumnLayout {
                visible: control.text !== ""
                spacing: -Theme.px(4)
                Layout.fillWidth: true
                Label {
                    text: control.text
                    color: control.words
                    font.pixelSize: control.wordsSize
                    font.bold: control.bold && control.enabled
                    horizontalAlignment: under.visible ? Text.AlignLeft : Text.AlignHCenter
                    maximumLineCount: control.lines
                    tight: true
                    Layout.fillWidth: true
                    Layout.preferredWidth: control.wraps ? Math.ceil(broken.contentWidth) + 1 : control.wordsWidth
                }
                Label {
                    id: under
                    visible: control.under !== ""
                    text: control.under
                    color: control.words
                    font.pixelSize: Theme.lead
                    maximumLineCount: 2
                    Layout.fillWidth: true
                }
            }
            LineIcon {
                visible: control.glyphAfter !== ""
                name: control.glyphAfter
                colour: control.words
                size: control.textSize
            }
        }
    }
}
