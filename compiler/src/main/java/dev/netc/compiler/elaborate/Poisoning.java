package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Block;
import dev.netc.compiler.ast.Name;
import dev.netc.compiler.ast.Pattern;
import dev.netc.compiler.ast.Statement;

/**
 * Poisons the names that a failed statement should have bound, so that one mistake is reported once
 * and the lines behind it are still checked.
 */
final class Poisoning {
  private Poisoning() {}

  /** The names that a statement binds, also within. */
  static void of(Frame frame, Statement statement) {
    if (statement instanceof Statement.Binding binding) {
      of(frame, binding.target());
    } else if (statement instanceof Statement.Param param) {
      of(frame, param.name());
    } else if (statement instanceof Statement.Buffer buffer) {
      of(frame, buffer.name());
    } else if (statement instanceof Statement.Port port) {
      of(frame, port.name());
    } else if (statement instanceof Statement.State state) {
      of(frame, state.name());
    } else if (statement instanceof Statement.Unreadable unreadable) {
      unreadable.names().forEach(name -> of(frame, name));
    } else if (statement instanceof Statement.Output output) {
      output.items().stream()
          .filter(item -> item.value().isPresent())
          .forEach(item -> of(frame, item.name()));
    } else if (statement instanceof Statement.For loop) {
      of(frame, loop.body());
    } else if (statement instanceof Statement.If choice) {
      choice.branches().forEach(branch -> of(frame, branch.body()));
      choice.otherwise().ifPresent(block -> of(frame, block));
    }
  }

  private static void of(Frame frame, Block block) {
    block.statements().forEach(statement -> of(frame, statement));
  }

  private static void of(Frame frame, Name name) {
    frame.bind(name.text(), Datum.Poison.POISON);
  }

  private static void of(Frame frame, Pattern pattern) {
    if (pattern instanceof Pattern.Bind bind) {
      frame.bind(bind.name(), Datum.Poison.POISON);
    } else if (pattern instanceof Pattern.Tuple tuple) {
      tuple.elements().forEach(element -> of(frame, element));
    }
  }

  /** Whether the lines behind a statement may not be meant to run where it failed. */
  static boolean mayReturn(Statement statement) {
    if (statement instanceof Statement.Return) {
      return true;
    }
    if (statement instanceof Statement.For loop) {
      return mayReturn(loop.body());
    }
    return statement instanceof Statement.If choice
        && (choice.branches().stream().anyMatch(branch -> mayReturn(branch.body()))
            || choice.otherwise().filter(Poisoning::mayReturn).isPresent());
  }

  private static boolean mayReturn(Block block) {
    return block.statements().stream().anyMatch(Poisoning::mayReturn);
  }
}
