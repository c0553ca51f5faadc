pragma ComponentBehavior: Bound

import QtQuick
import "../pages"

// Exactly one page stands on the glass.
Loader {
    id: host

    required property var views
    required property var intents
    required property var frames
    // The first picture stands: there is time for all that it does not show.
    required property bool furnished
    required property bool low
    required property bool typing
    readonly property PageArea page: item as PageArea
    readonly property bool building: status === Loader.Loading || others.status === Loader.Loading

    readonly property string wanted: views.frame.page
    property string standing
    property bool hurried: false
    // A page that is left half built is finished at once. Dropped, it would stay on the glass for a moment, and Qt 6.11
    // ends where its lists then ask for a row.
    onWantedChanged: {
        hurried = status === Loader.Loading
        hurried = false
        standing = wanted
    }

    // Built in slices between frames: a page of many fields never holds up the glass. The first one is the first frame.
    asynchronous: furnished && !hurried
    sourceComponent: standing === "welcome" ? welcome : book ? book.pages[standing] : null
    readonly property var book: others.item // by its name the linter would know it, and Qt read it with this file

    Component { id: welcome; WelcomePage { view: host.views.welcome; links: host.views.frame.links; intents: host.intents } }
    Loader {
        id: others
        active: host.furnished
        asynchronous: true
        Component.onCompleted: setSource("OtherPages.qml", { host: host })
    }
}
