package org.simplesignin.demo;

/// The demo cannot start. The text is one line that says what to do.
final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoException(String whatToDo) {
        super(whatToDo);
    }

    DemoException(String whatToDo, Throwable cause) {
        super(whatToDo, cause);
    }
}
