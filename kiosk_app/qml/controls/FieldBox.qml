pragma ComponentBehavior: Bound

import QtQuick
import ".."

// The frame of a field: its edge tells fine, wrong, asked for, or being written.
Rectangle {
    property bool wrong: false
    property bool good: false
    property bool marked: false
    property bool active: false
    property bool locked: false

    implicitHeight: Theme.px(Theme.elder ? 124 : 96)
    radius: Theme.radius
    color: wrong ? Theme.badSoft : marked ? Theme.accSoft : locked && !Theme.contrast ? "#F1EFE9" : Theme.card
    border.width: active || wrong || marked ? Theme.edgeBold + Theme.px(1) : Theme.edgeBold
    border.color: wrong ? Theme.bad : marked ? Theme.acc : active ? Theme.pri : good ? Theme.ok : Theme.lineStrong
}
