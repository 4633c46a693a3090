package org.headrace.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The order of the stop depends on a name inside Payara: an upgrade that changes it must not go unnoticed. */
class PayaraShutdownHookTest {

    private static final String CORE =
            "/MICRO-INF/runtime/payara-micro-core-" + Versions.ofThisJar().payara() + ".jar";

    @Test
    void payaraNamesItsHookAsWeExpect() throws Exception {
        assertThat(classFile("fish/payara/micro/impl/PayaraMicroImpl.class")).contains(PayaraServer.HOOK);
    }

    private static String classFile(String name) throws Exception {
        try (InputStream jar = PayaraShutdownHookTest.class.getResourceAsStream(CORE)) {
            assertThat(jar).as(CORE).isNotNull();
            ZipInputStream entries = new ZipInputStream(jar);
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(entries.readAllBytes(), StandardCharsets.ISO_8859_1);
                }
            }
        }
        throw new AssertionError("no " + name + " in " + CORE);
    }
}
