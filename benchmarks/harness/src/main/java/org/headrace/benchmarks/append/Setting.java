package org.headrace.benchmarks.append;

/**
 * A way to append.
 *
 * @param ownStreams whether each caller has a stream of its own; else all have the same
 * @param batch events an append
 * @param jta whether ours are made in JTA transactions
 */
record Setting(int callers, boolean ownStreams, int batch, boolean jta) {

    static Setting toOneStream(int callers) {
        return new Setting(callers, false, 1, false);
    }

    static Setting toOwnStreams(int callers) {
        return new Setting(callers, true, 1, false);
    }

    static Setting inBatches(int callers) {
        return new Setting(callers, false, 100, false);
    }

    Setting inJta() {
        return new Setting(callers, ownStreams, batch, true);
    }

    String label() {
        return (ownStreams ? "own" : "one") + (batch == 1 ? "" : "-batch" + batch) + (jta ? "-jta" : "") + "-"
                + callers;
    }
}
