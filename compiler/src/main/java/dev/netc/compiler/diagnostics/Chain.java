package dev.netc.compiler.diagnostics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The steps that led to one shape, in the order of the computation: {@code image [N, 1, 32, 32] ->
 * conv1 [N, 6, 30, 30]}.
 */
public record Chain(List<Step> steps) {

  /** Keeps its own copy of the list. */
  public Chain {
    steps = List.copyOf(steps);
  }

  @Override
  public String toString() {
    return steps.stream()
        .map(step -> step.name() + " " + step.shape())
        .collect(Collectors.joining(" -> "));
  }
}
