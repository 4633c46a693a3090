package org.headrace.engine.security;

/** Is told of logins that do not succeed. Safe for use by many threads; returns at once. */
public interface LoginObserver {

    /** Nobody listens. */
    LoginObserver NOBODY = new LoginObserver() {
        @Override
        public void failed(Credential wrong) {}

        @Override
        public void refused() {}
    };

    /** What callers log in by. */
    enum Credential {
        PASSWORD,
        TOKEN
    }

    /** A login failed. An expired token is no failure. */
    void failed(Credential wrong);

    /** A login was refused for those that had failed before it. */
    void refused();
}
