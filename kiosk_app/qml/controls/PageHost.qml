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

    // Built in slices between frames: a page of many fields never holds up the glass. The first one is the first frame.
    asynchronous: furnished
    sourceComponent: views.frame.page === "welcome" ? welcome : book ? book.pages[views.frame.page] : null
    readonly property var book: others.item // by its name the linter would know it, and Qt read it with this file

    Component { id: welcome; WelcomePage { view: host.views.welcome; links: host.views.frame.links; intents: host.intents } }
    Loader {
        id: others
        active: host.furnished
        asynchronous: true
        Component.onCompleted: setSource("OtherPages.qml", { host: host })
    }
}
