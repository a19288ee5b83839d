/**
 * Writes Java: {@link dev.netc.compiler.codegen.Emitter#emit} takes a network and its planned
 * programs to a {@link dev.netc.compiler.codegen.JavaSource}. It decides nothing about what is
 * computed or where it lies.
 *
 * <pre>{@code
 * Plan plan(Graph graph) {
 *   return Planner.plan(Fuser.fuse(Recomputation.of(graph)));
 * }
 *
 * JavaSource source = Emitter.emit(network, new Programs(
 *     plan(simplify(network.inference())),
 *     network.evaluation().map(graph -> plan(simplify(graph))),
 *     network.training().map(graph -> plan(simplify(TrainingGraph.of(network, InputGradients.NONE)))),
 *     network.optimizer().map(optimizer -> plan(simplify(optimizer.update())))));
 * }</pre>
 *
 * <p>Promise: the source compiles with Java 17 under {@code -Xlint:all -Werror}; equal networks
 * give equal bytes on every machine; no method outgrows what HotSpot compiles, however deep the
 * network is.
 */
@NullMarked
package dev.netc.compiler.codegen;

import org.jspecify.annotations.NullMarked;
