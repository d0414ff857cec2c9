module holdfast/pause

go 1.26.0
