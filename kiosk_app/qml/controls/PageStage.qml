pragma ComponentBehavior: Bound

import QtQuick
import ".."

// Between the bars: the official's picture and the page.
Item {
    id: stage

    required property var views
    required property var intents
    required property var frames
    required property bool furnished
    required property bool low
    required property bool typing
    required property real usualHeight
    // What a message over the page takes of its room.
    required property real taken
    readonly property var frame: views.frame
    readonly property PageArea page: host.page

    Loader {
        id: tile
        readonly property SeatTile card: item as SeatTile
        active: stage.frame.seatTile && !stage.low && !(stage.typing && Theme.portrait)
        visible: active
        x: Theme.portrait ? Theme.margin : parent.width - Theme.margin - width
        y: Theme.px(24)
        width: active ? (Theme.portrait ? parent.width - 2 * Theme.margin : Theme.px(Theme.elder ? 360 : 320)) : 0
        height: active ? (Theme.portrait ? Theme.px(Theme.elder ? 276 : 216) : Math.min(parent.height - Theme.px(32), card ? card.implicitHeight : 0)) : 0
        sourceComponent: SeatTile {
            call: stage.views.call
            frames: stage.frames
            intents: stage.intents
            flat: Theme.portrait
        }
    }
    ReachHost {
        low: stage.low && !stage.typing
        usualHeight: stage.usualHeight
        page: stage.frame.page
        canMute: stage.frame.seatTile
        muted: stage.views.call.muted
        onMute: on => stage.intents.muteMicrophone(on)
        mark: stage.frame.seatTile ? stage.views.call.markText : ""
        onShowMark: stage.intents.answerMark(true)
        x: Theme.margin
        // A message pushes the page down rather than lie on its words.
        y: (tile.active && Theme.portrait ? tile.y + tile.height : 0) + stage.taken
        width: parent.width - 2 * Theme.margin - (tile.active && !Theme.portrait ? tile.width + Theme.px(32) : 0)
        height: parent.height - y
        PageHost {
            id: host
            objectName: "pageHost"
            anchors.fill: parent
            views: stage.views
            intents: stage.intents
            frames: stage.frames
            furnished: stage.furnished
        }
    }
}
