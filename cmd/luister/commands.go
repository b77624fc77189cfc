package main

import "github.com/spf13/cobra"

// commands lists every sub-command, in the order of the help text.
func commands() []*cobra.Command {
	return []*cobra.Command{
		newInitCmd(),
		newRunCmd(),
		newConvertCmd(),
		newMaskCmd(),
		newAnnotateCmd(),
		newTrainCmd(),
		newClassifyCmd(),
		newRankCmd(),
		newCompareCmd(),
		newEmbedCmd(),
		newGroupCmd(),
		newInspectCmd(),
		newSearchCmd(),
		newSimilarCmd(),
		newCatCmd(),
		newDriversCmd(),
		newHistoryCmd(),
		newDecideCmd(),
		newRegroupCmd(),
		newRecodeCmd(),
		newLabelCmd(),
		newEvalCmd(),
		newBenchmarkCmd(),
		newSessionCmd(),
		newServeCmd(),
		newForgetCmd(),
		newRejectsCmd(),
	}
}
