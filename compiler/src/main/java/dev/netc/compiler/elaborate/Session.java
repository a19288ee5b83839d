package dev.netc.compiler.elaborate;

import dev.netc.compiler.analysis.Program;
import dev.netc.compiler.elaborate.Network.Print;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.GraphBuilder;
import java.util.ArrayList;
import java.util.List;

/** What all frames of one elaboration share. */
final class Session {
  /** What the code is for. */
  enum Mode {
    INFERENCE,
    EVALUATION,
    TRAINING
  }

  final Program program;
  final Mode mode;
  final Reporter reporter;
  final GraphBuilder builder = new GraphBuilder();
  final Trace trace = new Trace();
  final List<Print> prints = new ArrayList<>();

  /** The element type of parameters and of real numbers: that of the widest floating input. */
  private ElementType floating = ElementType.FLOAT;

  Session(Program program, Mode mode, Reporter reporter) {
    this.program = program;
    this.mode = mode;
    this.reporter = reporter;
  }

  ElementType floating() {
    return floating;
  }

  void setFloating(ElementType element) {
    floating = element;
  }
}
