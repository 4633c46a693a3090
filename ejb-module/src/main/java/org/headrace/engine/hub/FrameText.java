package org.headrace.engine.hub;

import org.jspecify.annotations.Nullable;

/**
 * What one frame says, perhaps to many clients: what a transport makes of it for one is kept for the others. Safe for use
 * by many threads.
 */
public final class FrameText {

    private final String text;
    private volatile @Nullable Made<?> made;

    /** What a transport sends in place of text. Compared by identity, so that there must be one instance a form. */
    @FunctionalInterface
    public interface Form<T> {

        /** Called under a lock of the text's; what it returns is shared, and must not be changed. */
        T of(String text);
    }

    private record Made<T>(Form<T> form, T value) {

        /** Null: it is in another form. */
        @SuppressWarnings("unchecked") // the same form made it
        static <T> @Nullable T in(Form<T> form, @Nullable Made<?> made) {
            return made == null || made.form != form ? null : (T) made.value;
        }
    }

    public FrameText(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    int length() {
        return text.length();
    }

    /** In a form, made once for all who ask for it, unless somebody asks for another meanwhile. */
    public <T> T in(Form<T> form) {
        T kept = Made.in(form, made);
        return kept == null ? make(form) : kept;
    }

    private synchronized <T> T make(Form<T> form) {
        T kept = Made.in(form, made);
        if (kept != null) {
            return kept;
        }
        T value = form.of(text);
        made = new Made<>(form, value);
        return value;
    }
}
