package io.github.camelconduit.kinesis.position;

class MemoryPositionStoreTest extends PositionStoreContract {

    @Override
    protected PositionStore open() {
        return new MemoryPositionStore();
    }

    @Override
    protected PositionStore reopen(PositionStore store) {
        return store;
    }
}
