package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what a trainer keeps from step to step as named tensors: the optimizer's state by
 * parameter, and the method that goes through all of it for a checkpoint.
 */
final class TrainerStateWriter {
  private final Network network;
  private final Layout layout;
  private final CodeBlock.Builder exchange = CodeBlock.builder();

  TrainerStateWriter(Network network, Layout layout) {
    this.network = network;
    this.layout = layout;
    exchange.addStatement("state.tensors($S, net.parameters())", "model.");
    exchange.addStatement("state.tensors($S, net.buffers())", "model.");
  }

  /** Adds an array of numbers, named as the optimizer's. */
  void numbers(String prefix, String field) {
    exchange.addStatement("state.numbers($S, HYPERPARAMETERS, $L)", prefix, field);
  }

  /** Adds a field that holds a number; {@code kind} is the method that it goes through. */
  void field(String kind, String name, String field) {
    exchange.addStatement("this.$L = state.$L($S, this.$L)", field, kind, name, field);
  }

  /** Adds the methods, after all fields have been. */
  void addTo(TypeSpec.Builder type, ProgramWriter program) {
    List<ParameterLists.Placed> states = states(program);
    CodeBlock.Builder all = CodeBlock.builder();
    if (!states.isEmpty()) {
      ParameterLists.add(type, "listOptimizerState", states);
      type.addMethod(
          Overrides.of("optimizerState", RuntimeTypes.PARAMETERS)
              .addStatement("return listOptimizerState()")
              .build());
      all.addStatement("state.tensors($S, optimizerState())", "optimizer.state.");
    }
    type.addMethod(
        Overrides.of("exchange", TypeName.VOID)
            .addParameter(RuntimeTypes.TRAINER_STATE, "state")
            .addCode(exchange.add(all.build()).build())
            .build());
  }

  private List<ParameterLists.Placed> states(ProgramWriter program) {
    List<ParameterLists.Placed> placed = new ArrayList<>();
    if (network.optimizer().isEmpty()) {
      return placed;
    }
    Network.Optimizer optimizer = network.optimizer().get();
    for (Network.StatePart state : optimizer.states()) {
      ArrayReference place = program.range(Op.Role.STATE, state.name());
      if (optimizer.asksAgain()) {
        placed.add(new ParameterLists.Placed(state.array(), place, state.type()));
      } else {
        addByParameter(state, place, placed);
      }
    }
    return placed;
  }

  /** The part of the state that belongs to each parameter: the whole, or a part of its size. */
  private void addByParameter(
      Network.StatePart state, ArrayReference place, List<ParameterLists.Placed> placed) {
    Network.Part part = state.part();
    for (Network.Parameter parameter : network.parameters()) {
      long start = layout.of(Op.Role.PARAMETER, parameter.path()).start();
      if (start >= part.start() && start < part.end()) {
        boolean own = state.type().equals(part.type());
        TensorType type = own ? parameter.type() : state.type();
        placed.add(
            new ParameterLists.Placed(
                parameter.path() + "." + state.array(),
                ArrayReference.part(place.field(), place.start() + start - part.start()),
                requireNonNull(type)));
      }
    }
  }
}
