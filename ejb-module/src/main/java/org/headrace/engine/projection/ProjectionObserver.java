package org.headrace.engine.projection;

import org.headrace.projection.ProjectionStatus.Counts;

/** Told what becomes of this node's projections. It is called by many threads, returns at once and never throws. */
public interface ProjectionObserver {

    ProjectionObserver NOBODY = projection -> new Batches() {
        @Override
        public void committed(Counts counts, long nanos) {
            // nobody
        }

        @Override
        public void failed(Verdict verdict) {
            // nobody
        }
    };

    /** Who is told of a projection; asked once for each of its runners. */
    Batches of(String projection);

    /** Told of one projection's batches. */
    interface Batches {

        /**
         * Some events and the checkpoint behind them are committed.
         *
         * @param counts what became of the events
         * @param nanos from the beginning of the transaction to its end
         */
        void committed(Counts counts, long nanos);

        /** An event has failed alone, and it is committed what becomes of it. */
        void failed(Verdict verdict);
    }

    /** What becomes of an event that has failed. */
    enum Verdict {
        /** It is tried again later. */
        RETRY,
        /** It is left out, as a dead letter. */
        DEAD_LETTER,
        /** The projection stands until somebody resumes it. */
        PAUSE
    }
}
