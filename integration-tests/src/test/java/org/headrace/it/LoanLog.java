package org.headrace.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.headrace.it.server.Places;

/**
 * The real event log of the BPI Challenge 2012 (B. F. van Dongen, 4TU.ResearchData,
 * doi:10.4121/uuid:3926db30-f712-4394-aebc-75976070e91f), kept beside the repository.
 */
public final class LoanLog {

    public static final int EVENTS = 262_200;

    private LoanLog() {}

    public static Path file() {
        return Places.ROOT.resolve("../shared/data/loan-applications.ndjson.gz").normalize();
    }

    public static BufferedReader lines() throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file())), StandardCharsets.UTF_8));
    }
}
