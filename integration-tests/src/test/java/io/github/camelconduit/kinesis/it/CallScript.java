package io.github.camelconduit.kinesis.it;

import java.net.URI;
import java.util.Map;

/** A fixed sequence of calls. */
final class CallScript {

    private CallScript() {}

    /** Makes all calls to a server; the members of the answers by call. */
    static Map<String, Map<String, String>> run(URI url) {
        try (ScriptedServer server = new ScriptedServer(url)) {
            new ScriptedStreamCalls(server).run();
            new ScriptedConsumerCalls(server).run();
            new ScriptedWrites(server).run();
            String firstNumber = new ScriptedReads(server).run();
            new ScriptedSubscriptions(server).run(firstNumber);
            new ScriptedSettingCalls(server).run();
            ScriptedReshards reshards = new ScriptedReshards(server);
            reshards.run();
            reshards.delete();
            return server.answers();
        }
    }
}
