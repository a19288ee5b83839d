package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.fuse.Schedule;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.ir.Graph;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Scan;
import dev.netc.compiler.ir.Value;
import dev.netc.compiler.memory.Plan;
import java.util.HashMap;
import java.util.List;
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
    Map<String, ArrayReference> given = new HashMap<>();
    for (int i = scan.carries() + scan.sequences(); i < operands().size(); i++) {
      given.put(((Op.Input) inside(i).op()).name(), program.place(outside, operands().get(i)));
    }
    program.given(body, given);
    String name = ValueNames.of(kernel.result());
    String round = program.methods().allocate(name + "Round");
    program.addPhase(body, Phase.FORWARD, round);
    write(round);
    String rounds = program.methods().allocate(name + "Rounds");
    program.addMethod(
        MethodSpec.methodBuilder(rounds)
            .addJavadoc("$L", KernelComment.of(kernel))
            .addModifiers(Modifier.PRIVATE)
            .addCode(code.build())
            .build());
    return CodeBlock.of("$L()", rounds);
  }

  private List<Value> operands() {
    return kernel.result().operands();
  }

  /** The body's input for an operand. */
  private Value inside(int operand) {
    return scan.body().inputs().get(operand);
  }

  private void write(String round) {
    String at = program.fields().allocate("round");
    Dim rounds = operands().get(scan.carries()).dim(0);
    ArrayReference result = program.place(outside, kernel.result());
    for (int i = 0; i < scan.carries(); i++) {
      copy(start(operands().get(i)), start(inside(i)), inside(i));
    }
    boolean forward = scan.direction() == Scan.Direction.FORWARD;
    code.beginControlFlow(
        forward
            ? "for (int $1L = 0; $1L < $2L; $1L++)"
            : "for (int $1L = $2L - 1; $1L >= 0; $1L--)",
        at,
        java(rounds));
    for (int i = scan.carries(); i < scan.carries() + scan.sequences(); i++) {
      if (body.places().containsKey(inside(i))) {
        ArrayReference all = program.place(outside, operands().get(i));
        copy(position(all, Dim.ZERO, at, inside(i)), start(inside(i)), inside(i));
      }
    }
    code.addStatement("$L()", round);
    for (int i = 0; i < scan.yields(); i++) {
      Value yielded = scan.yielded(i);
      copy(
          output(scan.carries() + i),
          position(result, scan.start(rounds, i), at, yielded),
          yielded);
    }
    for (int i = 0; i < scan.carries(); i++) {
      copy(output(i), start(inside(i)), inside(i));
    }
    code.endControlFlow();
    for (int i = 0; i < scan.carries(); i++) {
      CodeBlock last =
          CodeBlock.of(
              "$L, $L", result.field(), java(scan.startOfLast(rounds, i).plus(result.start())));
      copy(start(inside(i)), last, inside(i));
    }
  }

  /** Array and position of a value of the program or of the body. */
  private CodeBlock start(Value value) {
    Plan plan = body.places().containsKey(value) ? body : outside;
    return start(program.place(plan, value));
  }

  private static CodeBlock start(ArrayReference place) {
    return CodeBlock.of("$L, $L", place.field(), place.start());
  }

  private CodeBlock output(int position) {
    Schedule schedule = body.schedule();
    Graph.Output output = schedule.graph().outputs().get(position);
    return start(program.place(body, schedule.stored(output)));
  }

  /** Array and position of what belongs to a round. */
  private static CodeBlock position(ArrayReference all, Dim start, String round, Value each) {
    Dim first = start.plus(all.start());
    String offset = first.is(0) ? "" : java(first) + " + ";
    return CodeBlock.of(
        "$L, $L$L * ($L)", all.field(), offset, round, java(each.shape().elements()));
  }

  private void copy(CodeBlock from, CodeBlock to, Value value) {
    if (!from.equals(to)) {
      code.addStatement("System.arraycopy($L, $L, $L)", from, to, java(value.shape().elements()));
    }
  }

  private static String java(Dim dim) {
    return dim.toJava(JavaNames::variable);
  }
}
