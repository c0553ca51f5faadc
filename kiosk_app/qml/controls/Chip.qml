pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import ".."

// A pill to press: small to the eye, full size to the finger.
T.AbstractButton {
    id: chip

    property bool on: false
    // A sign instead of words; `describedAs` says what it means.
    property string glyph
    property string describedAs: text
    // It stands on or off, and says so.
    property bool toggles: false
    property real pad: Theme.px(Theme.elder && Theme.portrait ? 14 : 22)
    readonly property bool resting: guard.resting
    signal activated

    implicitWidth: Math.max(Theme.target, label.implicitWidth + 2 * pad)
    implicitHeight: Theme.target
    topInset: Theme.px(10)
    bottomInset: Theme.px(10)
    focusPolicy: Qt.TabFocus
    Accessible.role: toggles ? Accessible.CheckBox : Accessible.Button
    Accessible.name: describedAs
    Accessible.checkable: toggles
    // Qt tells a screen reader what the button itself is, whatever stands above; a press does not change it.
    checked: toggles && on
    onClicked: if (guard.admits()) chip.activated()

    PressGuard { id: guard; button: chip }

    background: Rectangle {
        radius: height / 2
        color: chip.down ? Qt.darker(Theme.card, 1.1) : chip.on ? Theme.priSoft : Theme.card
        border.width: Theme.edge
        border.color: chip.on ? Theme.pri : Theme.line
    }
    contentItem: Item {
        Label {
            id: label
            anchors.fill: parent
            text: chip.text
            color: chip.on ? Theme.priDark : Theme.ink2
            font.bold: chip.on
            wrapMode: Text.NoWrap
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }
        LineIcon {
            anchors.centerIn: parent
            visible: chip.glyph !== ""
            name: chip.glyph
            colour: chip.on ? Theme.priDark : Theme.ink2
            size: Theme.em(40)
        }
    }
}
