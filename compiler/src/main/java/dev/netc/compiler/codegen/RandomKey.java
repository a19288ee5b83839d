package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.ir.ElementType;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.memory.Plan;
import javax.lang.model.element.Modifier;

/** Writes how a program comes by its random numbers: a seed, and another key for each run. */
final class RandomKey {
  /** The field that holds the key of the run. */
  static final String FIELD = "randomKey";

  private RandomKey() {}

  /**
   * Adds the fields and {@code seed} to a program that uses random numbers.
   *
   * @return the statements before each run, none if the program uses no random numbers
   */
  static CodeBlock addTo(TypeSpec.Builder type, Plan plan, JavaNames fields) {
    boolean used =
        plan.graph().inputs().stream()
            .anyMatch(value -> ((Op.Input) value.op()).role() == Op.Role.RANDOM);
    if (!used) {
      return CodeBlock.of("");
    }
    fields.allocate(FIELD);
    fields.allocate("seed");
    fields.allocate("runs");
    type.addField(
        FieldSpec.builder(
                RuntimeTypes.array(ElementType.INT), FIELD, Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new int[2]")
            .build());
    type.addField(TypeName.LONG, "seed", Modifier.PRIVATE);
    type.addField(TypeName.LONG, "runs", Modifier.PRIVATE);
    type.addMethod(
        Overrides.of("seed")
            .addParameter(TypeName.LONG, "seed")
            .addStatement("this.seed = seed")
            .addStatement("runs = 0")
            .build());
    return CodeBlock.builder()
        .addStatement("$T.key(seed, runs++, $L)", RuntimeTypes.RANDOM_BITS, FIELD)
        .build();
  }
}
