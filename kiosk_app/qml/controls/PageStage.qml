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

    CompanyStrip {
        id: company
        people: stage.low ? [] : stage.frame.company // then their line stands in the upper half
        thin: stage.typing
        intents: stage.intents
        x: Theme.margin
        y: stage.taken + (any ? Theme.px(thin ? 6 : 16) : 0) // a message pushes everything down
        width: parent.width - 2 * Theme.margin
    }
    Loader {
        id: tile
        readonly property SeatTile card: item as SeatTile
        active: stage.frame.seatTile && !stage.low
        visible: active
        x: Theme.portrait ? Theme.margin : parent.width - Theme.margin - width
        y: company.taken + Theme.px(stage.typing ? 16 : 24)
        width: !active ? 0 : Theme.portrait ? parent.width - 2 * Theme.margin : card ? card.implicitWidth : 0
        height: !active ? 0 : Theme.portrait ? Theme.px(Theme.elder ? 288 : 224) : stage.typing ? parent.height - y - Theme.px(8)
            : Math.min(parent.height - y - Theme.px(8), card ? card.implicitHeight : 0)
        sourceComponent: SeatTile {
            call: stage.views.call
            frames: stage.frames
            intents: stage.intents
            flat: Theme.portrait
            typing: stage.typing
            brief: company.any && Theme.elder && !Theme.portrait
        }
    }
    // With lowered controls and the keyboard up: beside what is written. The picture stands in the upper half.
    Loader {
        id: talk
        active: stage.frame.seatTile && stage.low && stage.typing
        visible: active
        anchors { right: parent.right; rightMargin: Theme.margin; top: parent.top; bottom: parent.bottom }
        anchors { topMargin: company.taken; bottomMargin: Theme.px(8) }
        width: keys ? keys.implicitWidth : 0
        readonly property TalkKeys keys: item as TalkKeys
        sourceComponent: TalkKeys {
            view: stage.views.call
            intents: stage.intents
            ends: true
        }
    }
    ReachHost {
        low: stage.low && !stage.typing
        usualHeight: stage.usualHeight - company.room + asked.room
        lead: asked.room
        page: stage.frame.page
        talks: stage.frame.seatTile || stage.frame.page === "call"
        call: stage.views.call
        intents: stage.intents
        mark: stage.frame.seatTile ? stage.views.call.markText : ""
        onShowMark: stage.intents.answerMark(true)
        x: Theme.margin
        // A message pushes the page down rather than lie on its words.
        y: tile.active && Theme.portrait ? tile.y + tile.height : company.taken
        width: parent.width - 2 * Theme.margin - (tile.active && !Theme.portrait ? tile.width + Theme.px(32) : talk.active ? talk.width + Theme.wide : 0)
        height: parent.height - y
        // With lowered controls it comes by with the page, within reach.
        CompanyStrip {
            id: asked
            people: stage.low && !stage.typing ? stage.frame.company : []
            intents: stage.intents
            width: parent.width
        }
        PageHost {
            id: host
            objectName: "pageHost"
            anchors { fill: parent; topMargin: asked.room }
            views: stage.views
            intents: stage.intents
            frames: stage.frames
            furnished: stage.furnished
            low: stage.low
            typing: stage.typing
        }
    }
}
