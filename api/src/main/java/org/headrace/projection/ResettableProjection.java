package org.headrace.projection;

/** A projection that can be rebuilt: implemented beside one of the projection interfaces. */
public interface ResettableProjection {

    /** Empties the read model. Called in the transaction that puts the checkpoint back to the start. */
    void reset() throws Exception;
}
