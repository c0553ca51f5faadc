pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Layouts
import "../controls"
import ".."

// The real paper left, the promises and the signature right.
PageArea {
    id: page

    // An official's picture stands over it: the numbers can still be opened on the pages before and after.
    readonly property bool low: Theme.portrait && height < Theme.px(1000)

    ready: !ink.empty
    function goOn(): bool {
        page.intents.sign(ink.strokes())
        return true
    }
    function doSecondary(): bool {
        ink.clear()
        return true
    }

    GridLayout {
        anchors { fill: parent; topMargin: Theme.px(40); bottomMargin: Theme.px(32) }
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.px(48)
        rowSpacing: Theme.px(24)

        PaperRack {
            view: page.view
            low: page.low
            onShowNumbers: page.intents.showNumbers()
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.minimumHeight: Theme.portrait && !page.low ? Theme.px(380) : 0
            Layout.preferredWidth: 620
            Layout.preferredHeight: Theme.elder ? 480 : 620
        }
        ColumnLayout {
            spacing: Theme.px(20)
            Layout.fillWidth: true
            Layout.fillHeight: true
            Layout.preferredWidth: 1140
            Layout.preferredHeight: 740
            Label {
                text: page.view.title
                font.pixelSize: Theme.em(Theme.elder ? 44 : 52)
                font.bold: true
                maximumLineCount: 2
                tight: true
                Layout.fillWidth: true
            }
            Repeater {
                model: page.view.promises
                delegate: ConfirmField {
                    required property var modelData
                    objectName: "promise-" + modelData.id
                    name: modelData.id
                    text: modelData.text
                    on: modelData.ticked
                    lines: 3
                    Layout.fillWidth: true
                    onTicked: on => page.intents.tickPromise(modelData.id, on)
                }
            }
            SignBox {
                id: ink
                hint: page.view.hint
                trouble: page.view.troubleText
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.px(260)
            }
        }
    }
}
