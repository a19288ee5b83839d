package acme

import dev.netc.runtime.Tensor

/** Trains the network that netc has generated. */
class Learner(private val network: Xor = Xor(1)) {
    fun loss(steps: Int): Float {
        val x = Tensor.of(floatArrayOf(0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f), 4, 2)
        val y = Tensor.of(floatArrayOf(0f, 1f, 1f, 0f), 4, 1)
        val trainer = network.trainer()
        var loss = Float.NaN
        repeat(steps) {
            trainer.zeroGrad()
            trainer.forward(x)
            loss = trainer.loss(y)
            trainer.backward()
            trainer.step()
        }
        return loss
    }
}
