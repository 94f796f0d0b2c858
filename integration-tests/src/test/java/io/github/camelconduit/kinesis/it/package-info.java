/**
 * The component against servers. What the main job is stands in interfaces of behaviours
 * ({@link io.github.camelconduit.kinesis.it.ReadingBehaviours}, …), each of which every server is held to that can do
 * what it needs; what only the embedded server can be made to do has tests of its own.
 */
package io.github.camelconduit.kinesis.it;
