package org.headrace.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.headrace.engine.hub.FrameText.Form;
import org.junit.jupiter.api.Test;

class FrameTextTest {

    private final FrameText frame = new FrameText("frame");

    @Test
    void aFormIsMadeOnceForAllWhoAskForIt() {
        var made = new AtomicInteger();
        Form<Integer> form = text -> made.incrementAndGet();

        assertThat(frame.in(form)).isEqualTo(1);
        assertThat(frame.in(form)).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void eachFormIsItsOwn() {
        Form<Integer> length = String::length;
        Form<String> doubled = text -> text + text;

        assertThat(frame.in(length)).isEqualTo(5);
        assertThat(frame.in(doubled)).isEqualTo("frameframe");
        assertThat(frame.in(length)).isEqualTo(5);
    }
}
