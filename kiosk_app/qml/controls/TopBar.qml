pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import ".."

// Where am I, and how the screen speaks: steps, link, call, big letters, contrast, language.
Rectangle {
    id: bar

    required property var frame
    required property var voice
    required property var intents
    property bool low: false
    property var ways: [] // to the side, for which the bottom has no room
    readonly property bool busy: Theme.elder && ways.length > 0 && (!frame.linkUp || frame.handsetText !== "")
    readonly property bool stacked: Theme.portrait && frame.step > 0 && !low

    implicitHeight: stacked ? head.height + Theme.em(44) + Theme.px(28) : head.height
    color: Theme.bar

    Rectangle {
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: Theme.edge
        color: Theme.line
    }

    // Three seconds on the name or the sign, on the welcome page or that of a closed booth: the keeper's way in.
    Item {
        objectName: "keeperDoor"
        width: Theme.px(340)
        height: head.height
        TapHandler {
            enabled: bar.frame.page === "welcome" || bar.frame.page === "closed"
            longPressThreshold: 3
            onLongPressed: bar.intents.openKeeper()
        }
    }
    RowLayout {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top }
        anchors { leftMargin: Theme.margin; rightMargin: Theme.margin }
        height: Theme.px(Theme.elder ? 136 : 112)
        spacing: Theme.gap

        Image {
            visible: !(Theme.elder && Theme.portrait) && !(bar.busy && bar.frame.callChip !== "")
            source: "image://icons/house-logo"
            sourceSize: Qt.size(Theme.em(64), Theme.em(64))
            Accessible.ignored: true
        }
        ColumnLayout {
            // The buttons need the room of the name: on a narrow screen always, with big letters beside a call or other news.
            visible: !Theme.portrait && !bar.busy && !(Theme.elder && bar.frame.callChip !== "")
            spacing: -Theme.px(6)
            Label {
                text: qsTr("政务晓屋")
                font.pixelSize: Theme.em(36)
                font.bold: true
                wrapMode: Text.NoWrap
                tight: true
            }
            Label {
                visible: !Theme.elder
                text: bar.frame.districtText
                color: Theme.ink2
                wrapMode: Text.NoWrap
                Layout.maximumWidth: Theme.px(340)
            }
        }
        StepLine {
            visible: bar.frame.step > 0 && !bar.stacked && !bar.low
            steps: bar.frame.steps
            step: bar.frame.step
            Layout.fillWidth: true
            Layout.leftMargin: Theme.px(20)
            Layout.rightMargin: 0
        }
        Item {
            visible: !(bar.frame.step > 0 && !bar.stacked) || bar.low
            Layout.fillWidth: true
        }
        CallClock {
            visible: text !== "" && !Theme.portrait
            frame: bar.frame
        }
        StatusChip {
            visible: text !== "" && !Theme.portrait
            pill: true
            glyph: "phone"
            tone: "pri"
            text: bar.frame.handsetText
        }
        StatusChip {
            visible: !Theme.portrait && (bar.frame.page === "welcome" || !bar.frame.linkUp) && bar.frame.linkText !== ""
            pill: true
            dot: bar.frame.linkUp
            glyph: bar.frame.linkUp ? "" : "warning"
            tone: bar.frame.linkUp ? "ok" : "warn"
            text: bar.frame.linkText
        }
        ReachChip {
            objectName: "reach"
            frame: bar.frame
            onActivated: bar.intents.lowerPage(!bar.frame.reach)
        }
        Repeater {
            model: bar.ways
            delegate: Chip {
                required property var modelData
                objectName: "link-" + modelData.id
                text: modelData.text
                onActivated: bar.intents.openLink(modelData.id)
            }
        }
        Chip {
            objectName: "openVoice"
            glyph: "speaker"
            describedAs: bar.voice.open ? qsTr("收起朗读和音量") : qsTr("朗读和音量")
            on: bar.voice.open || bar.voice.reading !== "silent"
            onActivated: bar.intents.openVoice()
        }
        Chip {
            objectName: "mode-elder"
            // Standard, big, magnified, and round again; the words are the next step.
            text: bar.frame.zoom ? qsTr("普通字") : on || Theme.contrast ? qsTr("再大些") : qsTr("大字")
            describedAs: bar.frame.zoom ? qsTr("现在字最大，点一下回到普通字") : on ? qsTr("现在是大字，点一下再大些") : Theme.contrast ? qsTr("现在是普通字，点一下再大些") : qsTr("现在是普通字，点一下换大字")
            toggles: true
            on: Theme.elder || bar.frame.zoom
            onActivated: {
                if (bar.frame.zoom && Theme.contrast) bar.intents.magnify(false)
                else if (bar.frame.zoom) bar.intents.changeMode("standard")
                else Theme.elder || Theme.contrast ? bar.intents.magnify(true) : bar.intents.changeMode("elder")
            }
        }
        Chip {
            objectName: "mode-contrast"
            text: on ? qsTr("高对比 开") : qsTr("高对比")
            toggles: true
            on: Theme.contrast
            // Who looks through the magnifier goes on doing so.
            onActivated: bar.intents.changeMode(!Theme.contrast ? "contrast" : bar.frame.zoom ? "elder" : "standard")
        }
        LanguageChips {
            language: bar.frame.language
            onChosen: code => bar.intents.changeLanguage(code)
        }
    }

    RowLayout {
        visible: bar.stacked
        anchors { left: parent.left; right: parent.right; top: head.bottom }
        anchors { leftMargin: Theme.margin; rightMargin: Theme.margin }
        spacing: Theme.gap
        StepLine {
            steps: bar.frame.steps
            step: bar.frame.step
            Layout.fillWidth: true
        }
        StatusChip {
            visible: text !== ""
            pill: true
            glyph: "phone"
            tone: "pri"
            text: bar.frame.handsetText
        }
        CallClock {
            visible: text !== ""
            frame: bar.frame
        }
        StatusChip {
            visible: !bar.frame.linkUp && bar.frame.linkText !== ""
            pill: true
            glyph: "warning"
            tone: "warn"
            text: bar.frame.linkText
        }
    }
}
