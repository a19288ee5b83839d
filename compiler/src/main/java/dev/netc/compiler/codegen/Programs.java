package dev.netc.compiler.codegen;

import dev.netc.compiler.elaborate.Start;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.memory.Plan;
import java.util.Map;
import java.util.Optional;

/**
 * What a network can be asked to run, planned.
 *
 * @param evaluation present if the network has a loss or a metric
 * @param training the joint graph of {@link dev.netc.compiler.autodiff.TrainingGraph}, present if
 *     the network can be trained
 * @param update the optimizer's step, present if the network has one
 * @param schedule how the optimizer's numbers change, simplified; present if they do
 * @param starts what computes the start values of parameters and buffers; equal ones are one plan
 */
public record Programs(
    Plan inference,
    Optional<Plan> evaluation,
    Optional<Plan> training,
    Optional<Plan> update,
    Optional<Graph> schedule,
    Map<Start.Computed, Plan> starts) {}
