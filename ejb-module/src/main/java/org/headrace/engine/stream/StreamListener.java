package org.headrace.engine.stream;

/** Told of a stream of interest. Hints only: whoever misses one finds out by reading. Both return at once. */
public interface StreamListener {

    /** For those who take events by {@link LiveStream#take}, which tells them itself. */
    StreamListener NONE = new StreamListener() {
        @Override
        public void changed() {}

        @Override
        public void unreachable(Throwable cause) {}
    };

    /** The stream has grown, or ends elsewhere than was thought. */
    void changed();

    /** The store could not be asked where streams end; told at every try. */
    void unreachable(Throwable cause);
}
