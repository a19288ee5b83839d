package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Place;
import dev.netc.compiler.memory.Plan;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the loop of a scan: a method that runs the kernels of the body once for each round, and
 * copies what goes in and out.
 */
final class RoundsWriter {
  private final ProgramWriter program;
  private final Plan outside;
  private final Kernel.Rounds kernel;
  private final Scan scan;
  private final Plan body;
  private final CodeBlock.Builder code = CodeBlock.builder();

  RoundsWriter(ProgramWriter program, Plan outside, Kernel.Rounds kernel) {
    this.program = program;
    this.outside = outside;
    this.kernel = kernel;
    this.scan = kernel.scan();
    this.body = requireNonNull(outside.bodies().get(kernel));
  }

  /** The call of the method, which is added to the program's class. */
  CodeBlock call() {
    String name = ValueNames.of(kernel.result());
    String at = program.addCounter();
    Map<Place, ArrayReference> places = new HashMap<>();
    for (int i = scan.carries(); i < kernel.operands().size(); i++) {
      ArrayReference all = operand(i);
      places.put(
          new Place.InRound(Place.InRound.Port.IN, i),
          i < scan.carries() + scan.sequences() ? atRound(all, at, inside(i)) : all);
    }
    for (int i = 0; i < scan.yields(); i++) {
      places.put(new Place.InRound(Place.InRound.Port.OUT, i), yielded(i, at));
    }
    for (int i = 0; i < scan.carries(); i++) {
      if (scan.hasTrail(i)) {
        places.put(new Place.InRound(Place.InRound.Port.IN, i), old(i, at));
        places.put(new Place.InRound(Place.InRound.Port.NEXT, i), next(i, at));
      }
    }
    program.rounds(body, places);
    String round = program.methods().allocate(name + "Round");
    program.addPhase(body, Phase.FORWARD, round);
    write(round, at);
    String rounds = program.methods().allocate(name + "Rounds");
    program.addMethod(
        MethodSpec.methodBuilder(rounds)
            .addJavadoc("$L", KernelComment.of(kernel))
            .addModifiers(Modifier.PRIVATE)
            .addCode(code.build())
            .build());
    return CodeBlock.of("$L()", rounds);
  }

  /** Where an operand lies. */
  private ArrayReference operand(int operand) {
    Kernel.Convolution.Dense dense = kernel.operands().get(operand);
    return program.place(outside, dense.value()).from(java(dense.start()));
  }

  /** The body's input for an operand. */
  private Value inside(int operand) {
    return scan.body().inputs().get(operand);
  }

  private Dim rounds() {
    return kernel.result().operand(scan.carries()).dim(0);
  }

  /** Where a round puts what it yields. */
  private ArrayReference yielded(int yield, String at) {
    ArrayReference result = program.place(outside, kernel.result());
    return atRound(result.from(java(scan.start(rounds(), yield))), at, scan.yielded(yield));
  }

  /** Where a round gets a carried value that has a trail. */
  private ArrayReference old(int carry, String at) {
    ArrayReference result = program.place(outside, kernel.result());
    return atRound(result.from(java(scan.startOfOld(rounds(), carry))), at, inside(carry));
  }

  /** Where a round puts a carried value that has a trail. */
  private ArrayReference next(int carry, String at) {
    ArrayReference result = program.place(outside, kernel.result());
    return atRound(result.from(java(scan.startOfNext(rounds(), carry))), at, inside(carry));
  }

  /** Where the first round gets a carried value. */
  private ArrayReference first(int carry) {
    if (!scan.hasTrail(carry)) {
      return program.place(body, inside(carry));
    }
    Dim start = scan.startOfOld(rounds(), carry);
    if (scan.direction() == Scan.Direction.BACKWARD) {
      start = start.plus(inside(carry).shape().elements().times(rounds().plus(-1)));
    }
    return program.place(outside, kernel.result()).from(java(start));
  }

  /** The part of a round. */
  private static ArrayReference atRound(ArrayReference all, String at, Value each) {
    Dim elements = each.shape().elements();
    return all.from(elements.is(1) ? at : at + " * (" + java(elements) + ")");
  }

  private void write(String round, String at) {
    for (int i = 0; i < scan.carries(); i++) {
      if (body.places().containsKey(inside(i))) {
        copy(operand(i), first(i), inside(i));
      }
    }
    boolean forward = scan.direction() == Scan.Direction.FORWARD;
    code.beginControlFlow(
        forward ? "for ($1L = 0; $1L < $2L; $1L++)" : "for ($1L = $2L - 1; $1L >= 0; $1L--)",
        at,
        java(rounds()));
    copyYields(at, true);
    code.addStatement("$L()", round);
    copyYields(at, false);
    for (int i = 0; i < scan.carries(); i++) {
      ArrayReference next = scan.hasTrail(i) ? next(i, at) : program.place(body, inside(i));
      copy(output(i), next, inside(i));
    }
    code.endControlFlow();
    ArrayReference result = program.place(outside, kernel.result());
    for (int i = 0; i < scan.carries(); i++) {
      if (!scan.hasTrail(i)) {
        ArrayReference last = result.from(java(scan.startOfLast(rounds(), i)));
        copy(program.place(body, inside(i)), last, inside(i));
      }
    }
  }

  /**
   * Copies what is yielded and not written in its place: before a round what it got, as carried
   * values change in place, and then the rest.
   */
  private void copyYields(String at, boolean inputs) {
    for (int i = 0; i < scan.yields(); i++) {
      Value yielded = scan.yielded(i);
      if (inputs == yielded.op() instanceof Op.Input) {
        copy(output(scan.carries() + i), yielded(i, at), yielded);
      }
    }
  }

  private ArrayReference output(int position) {
    Schedule schedule = body.schedule();
    return program.place(body, schedule.stored(schedule.graph().outputs().get(position)));
  }

  private void copy(ArrayReference from, ArrayReference to, Value value) {
    if (!from.equals(to)) {
      code.addStatement(
          "System.arraycopy($L, $L, $L)",
          from.fieldAndStart(),
          to.fieldAndStart(),
          java(value.shape().elements()));
    }
  }

  private static String java(Dim dim) {
    return dim.toJava(JavaNames::size);
  }
}
