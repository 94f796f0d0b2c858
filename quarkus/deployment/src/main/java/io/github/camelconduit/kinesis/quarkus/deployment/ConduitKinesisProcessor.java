package io.github.camelconduit.kinesis.quarkus.deployment;

import java.util.List;

import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.IndexDependencyBuildItem;

/** What every application with the extension gets. */
class ConduitKinesisProcessor {

    static final String FEATURE = "camel-conduit-kinesis";

    private static final String GROUP_ID = "io.github.camel-conduit";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Camel Quarkus looks for components, configurers and the like in what is indexed, and our modules have no index. */
    @BuildStep
    List<IndexDependencyBuildItem> indexed() {
        return List.of(
                new IndexDependencyBuildItem(GROUP_ID, "camel-conduit-kinesis"),
                new IndexDependencyBuildItem(GROUP_ID, "camel-conduit-kinesis-dsl"));
    }
}
