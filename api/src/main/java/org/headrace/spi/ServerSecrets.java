package org.headrace.spi;

/** Keys that all nodes over one store share. */
public interface ServerSecrets {

    /**
     * The key of that name. Where there is none yet, the one offered is kept and returned; of nodes that ask at the same
     * moment all get the same.
     *
     * @param offered random bytes
     * @throws org.headrace.stream.EventLogUnavailableException when the store cannot be reached
     */
    byte[] get(String name, byte[] offered);
}
