package dev.netc.compiler.codegen;

import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.fuse.Phase;
import dev.netc.compiler.ir.Dim;
import dev.netc.compiler.memory.Plan;
import dev.netc.compiler.memory.Slices;
import javax.lang.model.element.Modifier;

/** Writes how a program runs a batch slice by slice. */
final class SliceWriter {
  /** The most samples of a slice. */
  static final String SAMPLES = "SLICE";

  /** The first sample of the slice in work. */
  private static final String START = "sliceStart";

  private SliceWriter() {}

  /** How many elements lie before the slice, if each sample has so many. */
  static String behind(Dim each) {
    String elements = each.toJava(JavaNames::size);
    return each.is(1)
        ? START
        : START + " * " + (each.isConstant() ? elements : "(" + elements + ")");
  }

  /** How many slices a batch has. */
  static String count(String batch) {
    return "(" + batch + " + " + SAMPLES + " - 1) / " + SAMPLES;
  }

  /** Adds the fields, before any of the plan's. */
  static void addFields(TypeSpec.Builder type, Slices slices, JavaNames fields) {
    fields.allocate(START);
    type.addField(
        FieldSpec.builder(TypeName.INT, SAMPLES)
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc(
                "The most samples that are run at a time, so that what stands between kernels stays"
                    + " in the cache.")
            .initializer("$L", slices.samples())
            .build());
    type.addField(TypeName.INT, START, Modifier.PRIVATE);
  }

  /** Adds a method that runs the kernels of a phase for one slice after another. */
  static void addPhase(
      TypeSpec.Builder type, ProgramWriter program, Plan plan, Slices slices, String name) {
    String size = JavaNames.size(slices.size());
    String slice = program.methods().allocate("runSlice");
    program.addPhase(plan, Phase.FORWARD, slice);
    type.addMethod(
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.PRIVATE)
            .addStatement("int batch = $L", size)
            .beginControlFlow("try")
            .beginControlFlow("for ($1L = 0; $1L < batch; $1L += $2L)", START, SAMPLES)
            .addStatement("$L = Math.min($L, batch - $L)", size, SAMPLES, START)
            .addStatement("$L()", slice)
            .endControlFlow()
            .nextControlFlow("finally")
            .addStatement("$L = batch", size)
            .endControlFlow()
            .build());
  }
}
