pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The real paper left, the promises and the signature right.
PageArea {
    id: page

    // An official's picture stands over it, or many promises: the papers give way to their names, and what is to be
    // done comes one after the other, first the promises, then the name.
    readonly property bool low: Theme.portrait && (height < Theme.px(1000) || (Theme.elder && view.promises.length > 2))
    readonly property bool ticking: low && (unfolded || !ticked)
    property bool unfolded: false
    // The grey key was touched: now it is said what comes before it.
    property bool urged: false
    // What the frame asks for stands in the title's place where there is no room for both.
    readonly property bool crowded: ticking && !unfolded && height - papers.height < Theme.px(560)
    readonly property bool ticked: view.promises.every(promise => promise.ticked)

    ready: !ink.empty && !ticking
    function goOn(): bool {
        page.intents.sign(ink.strokes())
        return true
    }
    function doSecondary(): bool {
        ink.clear()
        return true
    }
    function urge(): void {
        urged = true
        promises.next()
    }

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(page.low ? 24 : 40); bottomMargin: Theme.px(page.low ? 24 : 32) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(48)
        rowSpacing: Theme.px(24)

        Loader {
            id: papers
            sourceComponent: page.low ? names : rack
            Layout.fillWidth: true
            Layout.fillHeight: !page.low
            Layout.minimumHeight: Theme.portrait && !page.low ? Theme.px(380) : 0
            Layout.preferredWidth: 620
            Layout.preferredHeight: page.low ? -1 : Theme.elder ? 480 : 620
        }
        ColumnLayout {
            spacing: Theme.px(20)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1140
            Layout.preferredHeight: 740
            Label {
                visible: !page.crowded
                text: page.view.title
                font.pixelSize: Theme.em(Theme.elder ? 44 : 52)
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            PromiseList {
                id: promises
                visible: !page.low || page.ticking
                promises: page.view.promises
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.target
                Layout.maximumHeight: implicitHeight
                onTicked: (promise, on) => page.intents.tickPromise(promise, on)
            }
            QuietButton {
                objectName: "foldPromises"
                visible: page.low && (page.unfolded || !page.ticking)
                glyph: "check"
                text: page.unfolded ? qsTr("看好了") : qsTr("承诺都打勾了，再看看")
                ink: Theme.okText
                border: Theme.ok
                Layout.fillWidth: true
                onActivated: page.unfolded = !page.unfolded
            }
            SignBox {
                id: ink
                visible: !page.ticking
                hint: page.view.hint
                trouble: page.view.troubleText !== "" || !page.urged || !empty ? page.view.troubleText
                    : page.ticked ? qsTr("请在这个框里签名") : qsTr("请先逐条打勾，再签名")
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.px(260)
            }
            SignPad {
                visible: page.ticking && !page.unfolded
                hint: qsTr("打勾以后，在这里签名")
                trouble: page.urged ? qsTr("请先逐条打勾，再签名") : ""
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.em(84)
                Layout.maximumHeight: Theme.px(320)
            }
            Item {
                visible: page.ticking
                Layout.fillHeight: true
            }
        }
    }
    Component {
        id: rack
        PaperRack {
            view: page.view
            onShowNumbers: page.intents.showNumbers()
        }
    }
    Component {
        id: names
        PaperNames {
            view: page.view
            onShowNumbers: page.intents.showNumbers()
        }
    }
}
