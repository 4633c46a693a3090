package org.headrace.engine.projection;

import org.headrace.engine.transaction.Work;

/** Which version of a read model a runner takes forward: the one that serves, or one that is built beside it. */
interface Version {

    /** The one that readers see. */
    Version SERVING = new Version() {
        @Override
        public long limit(String stream) {
            return Long.MAX_VALUE;
        }

        @Override
        public void run(Work work) throws Exception {
            work.run();
        }
    };

    /** The last offset of a stream that it may process. Asks the store nothing. */
    long limit(String stream);

    /** Does a part of the work on this version, in the calling thread's transaction. */
    void run(Work work) throws Exception;
}
